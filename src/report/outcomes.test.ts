import { describe, expect, it } from 'vitest';
import type { RunFile } from '../run/runFile';
import { sampleRun } from '../run/testing/sampleRun';
import { buildReport } from './buildReport';
import type { Section } from './model';

const FOUR = sampleRun('study');
const FIFTH = sampleRun(
  'study',
  { normalizations: ['scale-center', 'scale'] },
  { startedAt: '2026-11-24T10:15:00.000Z' },
);

function sectionOf(runs: readonly RunFile[], id: string): Section {
  return buildReport(runs, 'en').sections.find((section) => section.id === id) as Section;
}

describe('runs that make one', () => {
  it('answer together, and are said to', () => {
    const report = buildReport([FIFTH, FOUR], 'en');
    expect(report.runs).toHaveLength(3);
    expect(report.runs[2]).toBe(
      'study (23 November 2026 at 10:15 UTC) and study (24 November 2026 at 10:15 UTC) are one run here, of 25 members: they differ in which members they have, and in nothing that these were trained with',
    );
    const best = sectionOf([FIFTH, FOUR], 'best');
    expect(best.answer.join('\n')).toContain('corrected for 10 comparisons');
    expect(best.source).toBe(
      'From the run study (23 November 2026 at 10:15 UTC) pooled with study (24 November 2026 at 10:15 UTC).',
    );
  });

  it('are told one by one in what was measured of each', () => {
    const captions = sectionOf([FIFTH, FOUR], 'method').blocks.flatMap((block) =>
      block.kind === 'table' ? [block.caption] : [],
    );
    expect(captions.filter((caption) => caption.startsWith('The run '))).toEqual([
      'The run study (23 November 2026 at 10:15 UTC)',
      'The run study (24 November 2026 at 10:15 UTC)',
    ]);
  });

  it('are named where a member that both have differs', () => {
    const other = structuredClone(FIFTH);
    const changed = other.members.find(({ normalization }) => normalization === 'scale')?.history[0];
    if (changed !== undefined) {
      changed.trainAccuracy = 0.5;
    }
    const { runs, summary } = buildReport([FOUR, other], 'en');
    expect(runs).toHaveLength(2);
    expect(summary.notices.at(-1)).toBe(
      'The runs study (23 November 2026 at 10:15 UTC) and study (24 November 2026 at 10:15 UTC) are not made one: both have the member scale, seed 1, with different figures.',
    );
  });
});

/** Test figures of some members changed. */
function withTests(run: RunFile, change: (member: RunFile['members'][number]) => RunFile['members'][number]['test']) {
  return { ...run, members: run.members.map((member) => ({ ...member, test: change(member) })) };
}

describe('the best arm', () => {
  it('is named over the seeds that all were tested with', () => {
    const run = withTests(FOUR, (member) => (member.normalization === 'raw' && member.seed > 3 ? null : member.test));
    const { finding } = sectionOf([run], 'best');
    expect(finding).toMatch(/ has the highest mean test accuracy, 0\.\d+ over the 3 seeds that all were tested with, /);
  });

  it('is named among those that learned, where one blew up', () => {
    const run = withTests(FOUR, ({ normalization, test }) =>
      normalization === 'raw' && test !== null ? { ...test, loss: 1e11, accuracy: 0.99 } : test,
    );
    const { finding } = sectionOf([run], 'best');
    expect(finding).toMatch(/ has the highest mean test accuracy among those that learned, /);
    expect(finding).not.toMatch(/raw has/);
  });

  it('is none where no seed was tested with all of them', () => {
    const run = withTests(FOUR, ({ normalization, seed, test }) =>
      (normalization === 'raw') === seed > 3 ? test : null,
    );
    expect(sectionOf([run], 'best').finding).toBe(
      'None is named the best: none that learned was tested, or no seed was tested with all of them.',
    );
  });
});

describe('a member that blew up', () => {
  const run = sampleRun('quick', { normalizations: ['raw', 'scale'] });
  const members = run.members.map((member) =>
    member.normalization === 'raw' && member.test !== null
      ? {
          ...member,
          history: member.history.map((record) => ({ ...record, valLoss: 1e11 })),
          test: { ...member.test, loss: 1e11, accuracy: 0.2827 },
        }
      : member,
  );

  it('is said to have, and shown at the edge of the loss chart', () => {
    const report = buildReport([{ ...run, members }], 'en');
    const blocks = (id: string) => report.sections.find((section) => section.id === id)?.blocks ?? [];
    const cells = blocks('improved').flatMap((block) =>
      block.kind === 'table' ? block.rows.map((row) => row.cells.map(({ text }) => text).join('|')) : [],
    );
    expect(cells.find((row) => row.startsWith('raw'))).toContain('1 blew up');
    const charts = blocks('learning').flatMap((block) => (block.kind === 'charts' ? block.charts : []));
    const loss = charts.flatMap((chart) => (chart.kind === 'lines' && chart.id === 'learning-loss' ? [chart] : []))[0];
    expect(loss?.y.domain[1]).toBeLessThan(100);
    expect(loss?.marks).toEqual([expect.objectContaining({ symbol: 'beyond', x: 3, y: loss?.y.domain[1] })]);
  });
});
