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

it('fails every test of pages on a request to another origin', () => {
  const open = filesOf('e2e', /\.spec\.ts$/).filter(
    (path) =>
      /\bpage\b|newPage/.test(readProjectFile(path)) &&
      !readProjectFile(path).includes("test } from './fixtures'") &&
      !readProjectFile(path).includes("test as base, expect } from './fixtures'"),
  );
  expect(open).toEqual([]);
});
