import { ref, watch, type Ref } from 'vue';
import type { ThemeChoice } from '../ui/ThemeSwitch.vue';

/** The key that public/theme.js reads before the first paint. */
const storageKey = 'cutover-theme';

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

/** The chosen theme: kept between visits, and following the system while it is `system`. */
export function useTheme(): Ref<ThemeChoice> {
  const choice = ref<ThemeChoice>(storedChoice());
  const system = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const isDark = choice.value === 'dark' || (choice.value === 'system' && system.matches);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  };
  system.addEventListener('change', apply);
  watch(
    choice,
    (chosen) => {
      apply();
      try {
        localStorage.setItem(storageKey, chosen);
      } catch {
        // Storage is switched off: the choice lasts as long as the page.
      }
    },
    { immediate: true },
  );
  return choice;
}
