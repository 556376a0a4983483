import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTable, outputWidth, type TextTable, wrapText } from './textTable';

const COLUMNS = [
  { head: 'name', isNumber: false },
  { head: 'accuracy', isNumber: true },
  { head: 'wide', isNumber: false, leaveOut: 1 },
  { head: 'ms', isNumber: true, leaveOut: 2 },
] as const;
const TABLE: TextTable = {
  columns: COLUMNS,
  rows: [
    { heading: 'case' },
    ['raw', '0.85', 'a wide cell', '1.5'],
    { note: 'it blew up' },
    ['scale', '0.9', '', '12'],
  ],
};

describe('a table', () => {
  it('aligns numbers to the right, and has headings and notes in their places', () => {
    expect(formatTable(TABLE, 80).split('\n')).toEqual([
      'name   accuracy  wide          ms',
      '─────  ────────  ───────────  ───',
      'case',
      'raw        0.85  a wide cell  1.5',
      '  it blew up',
      'scale       0.9                12',
    ]);
  });

  it('leaves out a wide column for a less important one that finds room', () => {
    expect(formatTable(TABLE, 24).split('\n')[0]).toBe('name   accuracy   ms');
  });

  it('makes a block of each row, with all that it says, where even the first columns have no room', () => {
    expect(formatTable(TABLE, 14).split('\n')).toEqual([
      'case',
      'raw',
      '  accuracy:',
      '  0.85',
      '  wide: a wide',
      '  cell',
      '  ms: 1.5',
      '  it blew up',
      'scale',
      '  accuracy:',
      '  0.9',
      '  ms: 12',
    ]);
  });

  it('fits any width that its longest word fits', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '7'), minLength: 1, maxLength: 10 });
    const cell = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 4, maxLength: 4 })),
        fc.integer({ min: 20, max: 90 }),
        (rows, width) => {
          const lines = formatTable({ columns: COLUMNS, rows }, width).split('\n');
          expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

it('a text is broken between words, and none is lost', () => {
  expect(wrapText('one two three', 9, '  ')).toEqual(['  one two', '  three']);
});

it('the width is that of the terminal, of COLUMNS, or 80', () => {
  expect(outputWidth({ columns: 120 }, { COLUMNS: '60' })).toBe(120);
  expect(outputWidth({}, { COLUMNS: '60' })).toBe(60);
  expect(outputWidth({}, { COLUMNS: 'wide' })).toBe(80);
});
