import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRunFile } from './readRunFile';

const FOLDER = new URL('../../results/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe('a run written by an earlier version', () => {
  it.each(FILES)('%s is read', (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const { adapter, ...others } = JSON.parse(text);
    expect(readRunFile(text, name)).toEqual({ ...others, adapter: { ...adapter, runtime: 'browser' } });
  });

  it('is one of some', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(6);
  });
});
