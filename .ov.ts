import { chromium } from 'playwright';
import { findBrowser } from './src/cli/browser.ts';
const b = await chromium.launch({ executablePath: await findBrowser() });
const p = await b.newPage({ viewport: { width: 718, height: 1000 } });
await p.emulateMedia({ media: 'print' });
await p.goto('file:///tmp/rep/all-es.html');
console.log(await p.evaluate(() => [...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > 718).map((e) => e.tagName + '.' + (e.getAttribute('class') ?? '') + ' ' + Math.round(e.getBoundingClientRect().right) + ' ' + (e.textContent ?? '').slice(0, 40)).slice(0, 12)));
await b.close();
