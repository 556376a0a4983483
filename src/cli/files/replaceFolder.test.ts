import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFolder } from './replaceFolder';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'weft-folders-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function make(name: string, file: string): string {
  mkdirSync(join(root, name));
  writeFileSync(join(root, name, file), name);
  return join(root, name);
}

describe('a folder', () => {
  it('takes the place of another, of which nothing is left', () => {
    const [draft, target] = [make('draft', 'new'), make('target', 'old')];
    replaceFolder(draft, target);
    expect(readdirSync(target)).toEqual(['new']);
    expect(readFileSync(join(target, 'new'), 'utf8')).toBe('draft');
    expect(existsSync(draft)).toBe(false);
    expect(readdirSync(root).filter((name) => !name.startsWith('weft-'))).toEqual(['target']);
  });

  it('takes a place where nothing is', () => {
    replaceFolder(make('draft', 'new'), join(root, 'target'));
    expect(readdirSync(join(root, 'target'))).toEqual(['new']);
  });

  it('leaves the other one where it cannot be put there', () => {
    const target = make('target', 'old');
    expect(() => replaceFolder(join(root, 'missing'), target)).toThrow(/ENOENT/);
    expect(readdirSync(target)).toEqual(['old']);
  });
});
