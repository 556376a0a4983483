/** Runs an example of `examples/` by its name, in Node: `npm run example -- printValidation`. */
import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const name = process.argv[2];
const file = `${root}examples/${name}.ts`;
if (name === undefined || basename(name) !== name || !existsSync(file)) {
  const names = readdirSync(`${root}examples`).map((entry) => basename(entry, '.ts'));
  console.error(`Which example? There are: ${names.join(', ')}.`);
  process.exit(1);
}
// Vite reads the shaders that the library imports as text.
await runnerImport(file, { root, logLevel: 'error' });
