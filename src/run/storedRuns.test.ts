import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { armKey } from './arms';
import { readRunFile } from './readRunFile';

const FOLDER = new URL('../../results/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

describe('a run written by an earlier version', () => {
  it.each(FILES)('%s is read', (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const { adapter, mistakes, ...others } = JSON.parse(text);
    const { mistakes: read, ...run } = readRunFile(text, name);
    expect(run).toEqual({ ...others, adapter: { ...adapter, runtime: 'browser' } });
    // Mistakes are told by arm now; they were those of a normalization's first tested member.
    expect(read).toMatchObject(mistakes);
    for (const entry of read) {
      const first = run.members.find(({ normalization }) => normalization === entry.normalization);
      expect({ seed: entry.seed, arm: armKey(entry) }).toEqual({ seed: first?.seed, arm: first && armKey(first) });
    }
  });

  it('is one of some', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(6);
  });
});
