// Runs before each GPU test file in Node: Dawn becomes what a browser is to the tests. Without an adapter the file fails.
import { createDawnGpu } from '../src/cli/dawn/dawnGpu';

const { hasAdapter } = await createDawnGpu();
if (!hasAdapter) {
  throw new Error('Dawn found no adapter; run the tests by "npm run test:gpu -- --adapter", which says why.');
}
