/** Writes the generated documents: all of them, or those of one script, such as "docs:schemas". */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../src/cli/files/replaceFile';
import { GENERATED_DOCUMENTS } from './documents';
import { PROJECT_ROOT } from './project';

const script = process.argv[2];
for (const { path, make } of GENERATED_DOCUMENTS.filter(
  (document) => script === undefined || document.script === script,
)) {
  const file = join(PROJECT_ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  await replaceFile(file, make());
  console.log(path);
}
