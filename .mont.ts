import { chromium } from 'playwright';
import { readFileSync } from 'node:fs';
import { findBrowser } from './src/cli/browser.ts';
const [, , out, w, ...files] = process.argv;
const b = await chromium.launch({ executablePath: await findBrowser() });
const p = await b.newPage({ viewport: { width: 1600, height: 800 } });
await p.setContent(`<body style="margin:0;background:#888;display:flex;flex-wrap:wrap;gap:6px;align-items:start">${files.map((f) => `<img style="width:${w}px" src="data:image/png;base64,${readFileSync(f).toString('base64')}">`).join('')}</body>`);
await p.screenshot({ path: out, fullPage: true });
await b.close();
