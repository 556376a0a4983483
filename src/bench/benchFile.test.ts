import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { benchFileSchema } from './benchFile';

const FOLDER = new URL('../../bench/results/', import.meta.url);

/** What `weft.bench/1` did not say. */
const NEW_IN_ROWS = {
  scope: null,
  roundsMs: [],
  runsPerWait: null,
  shareBy: null,
  imagesPerRun: null,
};
const NEW_IN_RATIOS = { weft: null, p10: null, p90: null };

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))(
  'reads %s, written by an earlier version',
  (name) => {
    const file = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    expect(v.parse(benchFileSchema, file)).toEqual({
      ...file,
      adapter: { ...file.adapter, runtime: file.adapter.runtime === 'chrome' ? 'browser' : file.adapter.runtime },
      rows: file.rows.map((row: object) => ({ ...NEW_IN_ROWS, ...row })),
      ratios: file.ratios.map((ratio: object) => ({ ...NEW_IN_RATIOS, ...ratio })),
    });
  },
);
