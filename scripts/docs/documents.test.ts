import { expect, it } from 'vitest';
import { GENERATED_DOCUMENTS } from './documents';
import { drawFloors } from './drawFloors';
import { readProjectFile } from './project';

it.each(GENERATED_DOCUMENTS)('$path is what "npm run $script" writes', ({ path, script, make }) => {
  expect(readProjectFile(path) === make(), `${path} is stale; "npm run ${script}" writes it anew`).toBe(true);
});

const scripts = (JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> }).scripts;

it.each(GENERATED_DOCUMENTS)('$path has its script in package.json', ({ script }) => {
  expect(scripts).toHaveProperty([script]);
});

it('draws the same bytes for the same rows, and other bytes for another import', () => {
  const rows = (imports: string[]) => [
    { name: 'top', says: 'the top', imports },
    { name: 'middle', says: 'the middle', imports: [] },
    { name: 'ground', says: 'the ground', imports: [] },
  ];
  expect(drawFloors(rows(['ground']))).toBe(drawFloors(rows(['ground'])));
  expect(drawFloors(rows(['ground']))).not.toBe(drawFloors(rows(['middle', 'ground'])));
});

it('draws no import that points up', () => {
  const rows = [
    { name: 'top', says: '', imports: [] },
    { name: 'ground', says: '', imports: ['top'] },
  ];
  expect(() => drawFloors(rows)).toThrow('src/ground imports src/top, which is not below it');
});
