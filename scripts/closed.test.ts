import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../src/cli/project';
import { readProjectFile } from './docs/project';

function filesOf(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(`${PROJECT_ROOT}/${folder}`, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => ending.test(path));
}

/** Of what Weft itself brings along, or starts. */
const TRUSTED = ['src/cli/check/torch.ts', 'src/cli/dawn/licenses.ts', 'src/run/parseBoundedJson.ts'];

it('parses what is in files and stores by parseBoundedJson alone', () => {
  const parsing = filesOf('src', /(?<!\.test)\.tsx?$/).filter((path) =>
    /JSON\.parse\(|\.json\(\)/.test(readProjectFile(path)),
  );
  expect(parsing.sort()).toEqual(TRUSTED);
});

it('makes no HTML of texts', () => {
  const making = filesOf('src', /(?<!\.test)\.tsx?$/).filter((path) =>
    /innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment/i.test(
      readProjectFile(path),
    ),
  );
  expect(making).toEqual([]);
});

it('watches for requests to another origin in every test of pages', () => {
  const unwatched = filesOf('e2e', /\.spec\.ts$/).filter((path) => {
    const text = readProjectFile(path);
    return /\bpage\b/.test(text) && !/\btest\b[^;]* from '\.\/fixtures'/.test(text);
  });
  expect(unwatched).toEqual([]);
});
