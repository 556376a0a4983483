/** The service worker beside the page; the build writes it. */
export const WORKER_SCRIPT = 'serviceWorker.js';
