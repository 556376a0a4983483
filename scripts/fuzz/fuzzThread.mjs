// A thread of Node 20 does not take over the loader of its process.
import { register } from 'tsx/esm/api';

register();
await import('./fuzzWorker.ts');
