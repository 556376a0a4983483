import { renderReportHtml } from '../../report/renderReportHtml';
import { formatCsv } from '../../run/runCsv';
import type { RunFile } from '../../run/runFile';
import type { Language } from '../../words';
import type { Contents } from './writeOutputs';

/** What is written of a run. */
export function runContents(run: RunFile, language: Language): Contents {
  return { run: () => formatJson(run), csv: () => formatCsv(run), report: () => renderReportHtml([run], language) };
}

export function formatJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
