import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { benchFileSchema } from './benchFile';

const FOLDER = new URL('../../bench/results/', import.meta.url);

it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.json')))(
  'reads %s, written by an earlier version',
  (name) => {
    const file = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    expect(v.parse(benchFileSchema, file)).toEqual({ ...file, adapter: { ...file.adapter, runtime: 'browser' } });
  },
);
