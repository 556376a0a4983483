import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { RunFile } from '../run/runFile';
import { type Language, WORDS } from '../words';
import { titleOf } from './buildReport';
import { ReportDocument } from './ReportDocument';
import { REPORT_CSS } from './reportCss';

/** What no other file begins with: by it the report command knows its own files. */
export const REPORT_FILE_START = '<!doctype html>\n<!-- weft.report/1 -->\n';

/** The space around a report that is a page of its own. */
const PAGE_CSS =
  ':root{color-scheme:light dark}body{margin:0}main{max-width:960px;margin:0 auto;padding:24px 16px 64px}@media print{main{max-width:none;padding:0}}';

/**
 * The report as a file that needs nothing else: no script, no style sheet, no request; its policy allows none, whatever the
 * runs' texts hold.
 * @param runs at least one.
 */
export async function renderReportHtml(runs: readonly RunFile[], language: Language): Promise<string> {
  const styles = await Promise.all([PAGE_CSS, REPORT_CSS].map(hashSource));
  const policy = `default-src 'none'; style-src ${styles.join(' ')}; img-src data:; base-uri 'none'; form-action 'none'`;
  const title = escapeText(titleOf(runs, WORDS[language]));
  const body = renderToString(h(ReportDocument, { runs, language, titleLevel: 1 }));
  return `${REPORT_FILE_START}<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${PAGE_CSS}</style>
</head>
<body class="weft-report-page">
<main>${body}</main>
</body>
</html>
`;
}

/** A text's SHA-256, as a policy names it. */
async function hashSource(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
