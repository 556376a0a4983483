import axe from 'axe-core';
export async function AxeBuilderLess(page: any) {
  await page.evaluate(axe.source);
  const v = await page.evaluate(async () => (await (globalThis as any).axe.run()).violations.map((x: any) => x.id + ': ' + x.nodes.map((n: any) => n.target.join(' ')).join(', ')));
  console.log('axe', v);
}
