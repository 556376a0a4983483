import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { architectureRows } from './documents';
import { floorOf, readFloors, readRules } from './floors';
import { findCircles, importsOf, isTestCode, readModules } from './imports';
import { PROJECT_ROOT } from './project';

const floors = readFloors();
const folderNames = floors.map(({ name }) => name);
const rules = readRules();
const modules = readModules();

describe('the floors', () => {
  it('are all folders of src but testing', () => {
    const folders = readdirSync(join(PROJECT_ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
      .map(({ name }) => name);
    expect(folderNames.toSorted()).toEqual(folders.sort());
  });

  // Of two rules about a file Biome takes the later one, so that a wing's must say all that its folder's does.
  it.each(rules.filter(({ name }) => folderNames.includes(floorOf(`src/${name}`))))(
    'lint forbids src/$name everything above it',
    ({ name, forbidden, messages }) => {
      const above = folderNames.slice(folderNames.indexOf(floorOf(`src/${name}`)) + 1);
      expect(forbidden).toEqual(expect.arrayContaining(above));
      const chains = messages.flatMap((message) => message.split('Imports point down only: ')[1] ?? []);
      expect(chains.map((chain) => chain.split(/ < |, |\.$/))).toEqual([[...folderNames, '']]);
    },
  );
});

describe('imports, those of types and import() included', () => {
  it('point down only', () => {
    const order = architectureRows().map(({ name }) => name);
    const up = modules.flatMap(({ path, imports }) =>
      imports
        .filter((target) => order.indexOf(floorOf(target)) < order.indexOf(floorOf(path)))
        .map((target) => `${path} → ${target}`),
    );
    expect(up).toEqual([]);
  });

  it('make no circles', () => {
    expect(findCircles(modules)).toEqual([]);
  });

  it('take no test code into what is shipped: that of every testing folder', () => {
    const takers = modules.filter(({ imports }) => imports.some(isTestCode)).map(({ path }) => path);
    expect(takers).toEqual([]);
  });
});

describe('importsOf', () => {
  const known = new Set(['src/a/one.ts', 'src/a/testing/two.tsx', 'src/words/index.ts', 'shaders/sum.wgsl']);

  it.each([
    ["import { one } from './one';", ['src/a/one.ts']],
    ["import type { one } from './one';", ['src/a/one.ts']],
    ["export { two } from\n  './testing/two';", ['src/a/testing/two.tsx']],
    ["import './testing/two';", ['src/a/testing/two.tsx']],
    ["const { one } = await import('./one');", ['src/a/one.ts']],
    ["type One = import('./one').One;", ['src/a/one.ts']],
    ["import { words } from '../words';", ['src/words/index.ts']],
    ["import sum from '../../shaders/sum.wgsl?raw';", ['shaders/sum.wgsl']],
    ["import * as v from 'valibot';", []],
  ])('finds those of %j', (source, imports) => {
    expect(importsOf('src/a/three.ts', source, known)).toEqual(imports);
  });

  it('refuses an import of what is not there', () => {
    expect(() => importsOf('src/a/three.ts', "import { x } from './four';", known)).toThrow('imports "./four"');
  });
});

describe('findCircles', () => {
  it('finds the modules that import each other, round any number of corners', () => {
    const circles = findCircles([
      { path: 'a', imports: ['b'] },
      { path: 'b', imports: ['c', 'd'] },
      { path: 'c', imports: ['a'] },
      { path: 'd', imports: [] },
      { path: 'e', imports: ['f', 'a'] },
      { path: 'f', imports: ['e'] },
    ]);
    expect(circles).toEqual([
      ['a', 'b', 'c'],
      ['e', 'f'],
    ]);
  });
});
