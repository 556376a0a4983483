import axe from 'axe-core';
import type { Page } from 'playwright/test';
import { expect } from './fixtures';

/** axe-core finds nothing wrong with the page, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const violations = await page.evaluate(async () => {
      const results = await (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run();
      return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(violations, `axe-core, ${colorScheme}`).toEqual([]);
  }
}
