import { createRouter, createWebHistory, type Router } from 'vue-router';
import BackupsPage from './features/backups/BackupsPage.vue';
import ConfigurationPage from './features/backups/configuration/ConfigurationPage.vue';
import RunPage from './features/backups/RunPage.vue';
import FreezeProofPage from './features/freeze-proof/FreezeProofPage.vue';
import MigrationPage from './features/migrations/MigrationPage.vue';
import MigrationsPage from './features/migrations/MigrationsPage.vue';
import NotFoundPage from './shell/NotFoundPage.vue';

/** Every address of the dashboard. Sections of a migration are anchors of its one page. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/', name: 'migrations', component: MigrationsPage },
      { path: '/backups', name: 'backups', component: BackupsPage },
      { path: '/backups/configuration', name: 'backup-configuration', component: ConfigurationPage },
      { path: '/backups/runs/:id', name: 'backup-run', component: RunPage, props: true },
      { path: '/m/:migration', name: 'migration', component: MigrationPage, props: true },
      {
        path: '/m/:migration/freeze-proof',
        name: 'freeze-proof',
        component: FreezeProofPage,
        props: true,
      },
      { path: '/:rest(.*)', name: 'not-found', component: NotFoundPage },
    ],
    scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash, top: 80 } : { top: 0 }),
  });
}
