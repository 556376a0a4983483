import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WeftError } from '../../errors';
import { SAMPLE_ADAPTER } from '../../testing/sampleAdapter';
import { PRESET_DEFAULTS } from '../options';
import { diagnosticSchema } from './diagnosticFile';
import { EventLog } from './eventLog';
import { type DiagnosticParts, makeDiagnostic } from './makeDiagnostic';

const VERSIONS = { weft: 'abc', tfjs: '4', node: 'v20', browser: null, dawn: null, system: 'linux' };

function make(parts: Partial<DiagnosticParts>) {
  const file = makeDiagnostic({
    work: 'train',
    versions: VERSIONS,
    adapter: { ...SAMPLE_ADAPTER, features: [...SAMPLE_ADAPTER.features] },
    browser: null,
    asked: { dataset: '/home/ann/data' },
    config: PRESET_DEFAULTS.quick,
    error: new Error('no'),
    log: new EventLog(),
    home: '/home/ann',
    ...parts,
  });
  return v.parse(diagnosticSchema, JSON.parse(JSON.stringify(file)));
}

describe('a diagnostic file', () => {
  it('tells what ended the work, what caused that, and never the home', () => {
    const cause = new TypeError('at /home/ann/weft');
    const facts = { about: 'gpu-refused', reason: 'r', isMemory: false } as const;
    const file = make({ error: new WeftError('gpu-error', 'The GPU refused a command: r', { cause, facts }) });
    expect(file.errors).toMatchObject([
      { code: 'gpu-error', message: 'The GPU refused a command: r', facts },
      { code: null, message: 'at ~/weft', facts: null, stack: expect.stringContaining('TypeError') },
    ]);
    expect(file.asked).toEqual({ dataset: '~/data' });
    expect(JSON.stringify(file)).not.toContain('/home/ann');
  });

  it('is valid whatever was thrown', () => {
    const circle = new Error('circle');
    circle.cause = circle;
    expect(make({ error: 'text' }).errors).toEqual([{ code: null, message: 'text', facts: null, stack: null }]);
    expect(make({ error: null }).errors).toHaveLength(1);
    expect(make({ error: circle }).errors).toHaveLength(8);
  });
});

describe('its log', () => {
  it('keeps the last events, the last of frequent ones, and says how many are gone', () => {
    let nowMs = 0;
    const log = new EventLog(() => nowMs++);
    for (let i = 0; i < 1000; i++) {
      log.hear({ type: 'progressed' });
    }
    expect(log.entries).toHaveLength(1);
    for (let epoch = 0; epoch < 250; epoch++) {
      log.hear({ type: 'epochEnded' });
    }
    expect([log.entries.length, log.leftOut]).toEqual([200, 51]);
  });

  it('keeps what is short of an event, and counts the rest', () => {
    const log = new EventLog();
    const event = {
      type: 'x',
      text: 'a'.repeat(9999),
      bad: Number.NaN,
      many: new Array(800).fill(0),
      deep: {},
      no: undefined,
    };
    log.hear(event);
    expect(log.entries[0]?.details).toEqual({ text: 'a'.repeat(500), bad: 'NaN', manyCount: 800 });
    expect(make({ log }).log).toHaveLength(1);
  });
});
