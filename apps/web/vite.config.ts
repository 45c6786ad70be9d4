import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const apiUrl = process.env.CUTOVER_API_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue(), tailwindcss()],
  resolve: { conditions: ['@cutover/source', 'module', 'browser', 'development|production'] },
  // Inlined assets would be `data:` fonts and scripts, which the API's content security policy refuses.
  build: { assetsInlineLimit: 0, sourcemap: false },
  server: {
    proxy: {
      '/api': apiUrl,
      '/metrics': apiUrl,
      '/ws': { target: apiUrl, ws: true },
    },
  },
  // The limits end a test that hangs; a busy machine must never reach them.
  test: { environment: 'happy-dom', include: ['src/**/*.spec.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
});
