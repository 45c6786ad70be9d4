// Runs before the first paint, so that a chosen theme never flashes the other one. shell/theme.ts does the rest.
(function () {
  let choice = 'system';
  try {
    choice = localStorage.getItem('cutover-theme') || 'system';
  } catch {
    // Storage is switched off: the system decides.
  }
  const isDark = choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
})();
