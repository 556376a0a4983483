import { chromium } from 'playwright';
import { findBrowser } from './src/cli/browser.ts';
const b = await chromium.launch({ executablePath: await findBrowser() });
const [, , ...which] = process.argv;
for (const w of which) {
  const [name, scheme, width] = w.split(':');
  const p = await b.newPage({ viewport: { width: Number(width), height: 1000 }, colorScheme: scheme as 'light' });
  const t = performance.now();
  await p.goto(`file:///tmp/rep/${name}.html`);
  console.log(name, Math.round(performance.now() - t), 'ms');
  const sw = await p.evaluate(() => document.documentElement.scrollWidth);
  if (sw > Number(width)) console.log('overflow', sw);
  const h = await p.evaluate(() => document.documentElement.scrollHeight);
  const step = Number(width) > 500 ? 1800 : 2400;
  for (let y = 0, i = 0; y < h; y += step, i++)
    await p.screenshot({ path: `/tmp/rep/${name}-${scheme}-${width}-${i}.png`, fullPage: true, clip: { x: 0, y, width: Number(width), height: Math.min(step, h - y) } });
  if (scheme === 'light') await p.pdf({ path: `/tmp/rep/${name}.pdf`, format: 'A4' });
  await p.close();
}
await b.close();
