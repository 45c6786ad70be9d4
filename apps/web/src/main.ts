import { createPinia } from 'pinia';
import App from './App.vue';
import { createAppRouter } from './router.js';
import { createVisibleApp } from './shell/visible-app.js';
import './styles/app.css';

const page = document.querySelector('#app');
if (page === null) throw new Error('index.html has no #app');
createVisibleApp(App).use(createPinia()).use(createAppRouter()).mount(page);
