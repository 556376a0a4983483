import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sampleRun } from '../run/testing/sampleRun';
import { LANGUAGES } from '../words';
import { REPORT_FILE_START, renderReportHtml } from './renderReportHtml';
import { REPORT_CSS } from './reportCss';

const STUDY = sampleRun('study');
const ALL = [
  STUDY,
  sampleRun('learning-rates'),
  sampleRun('plateau', { seeds: 2 }),
  sampleRun('notebook', { epochs: 30, earlyStopping: 'compare', normalizations: ['standardize'] }),
];

const MAX_BYTES = 3_000_000;
/** A file that takes longer to make than this takes too long in the page as well, which makes it when it is shown. */
const MAX_RENDER_MS = 1000;

describe.each(LANGUAGES)('the report file in %s', async (language) => {
  const html = await renderReportHtml(ALL, language);

  test('says its language and begins as reports do', () => {
    expect(html.startsWith(REPORT_FILE_START)).toBe(true);
    expect(html).toContain(`<html lang="${language}">`);
  });

  test('needs nothing else: no script, no request', () => {
    expect(html).not.toMatch(/<script|<link|@import|url\((?!#)/);
    const sources = [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, source]) => source as string);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => !/^(#|data:image\/png;base64,)/.test(source))).toEqual([]);
  });

  test('allows its two styles by their text, its pictures, and nothing else', () => {
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    const styles = [...html.matchAll(/<style>([^<]*)<\/style>/g)].map(
      ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
    );
    expect(styles).toHaveLength(2);
    expect(policy).toBe(
      `default-src 'none'; style-src ${styles.join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/<[^>]* (style|on\w+)=/);
    expect(html.match(/ class="[^"]*\bheat-\d+"/g)?.length).toBeGreaterThan(50);
  });

  test('has no figure that is none', () => {
    expect(html).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
  });

  test('names each part once, and every reference leads to a part', () => {
    const ids = [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id as string);
    expect(new Set(ids).size).toBe(ids.length);
    const references = [...html.matchAll(/(?:href="#|url\(#|aria-labelledby="|aria-describedby=")([^")]*)/g)];
    expect(references.map(([, id]) => id).filter((id) => !ids.includes(id as string))).toEqual([]);
  });

  test('every chart is an image with a title and a text alternative', () => {
    const charts = html.match(/<svg class="chart"[^>]*>.*?<\/svg>/g) ?? [];
    expect(charts.length).toBeGreaterThanOrEqual(13);
    for (const chart of charts) {
      expect(chart).toMatch(/role="img" aria-labelledby="[^"]+" aria-describedby="[^"]+"/);
      expect(chart).toMatch(/<title[^>]*>[^<]+<\/title><desc[^>]*>[^<]+<\/desc>/);
    }
  });
});

test('a study of 20 members stays small and is made at once', async () => {
  expect(STUDY.members).toHaveLength(20);
  await renderReportHtml([STUDY], 'en');
  const startMs = performance.now();
  const html = await renderReportHtml([STUDY], 'en');
  expect(performance.now() - startMs).toBeLessThan(MAX_RENDER_MS);
  expect(Buffer.byteLength(html)).toBeLessThan(MAX_BYTES);
});

test('the styles have nothing that a style element would escape', () => {
  expect(REPORT_CSS).not.toMatch(/["&<]/);
});
