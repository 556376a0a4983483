import type { Page } from 'playwright/test';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { replayTraining } from './replay';

// Runs of many members, made up: how the page shows them, not how they train.

test.beforeEach(({ context }) => replayTraining(context));

async function openAndTrain(page: Page, search: string): Promise<void> {
  await page.goto(`./${search}`);
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('run-status')).toHaveText('finished', { timeout: 30_000 });
}

async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflowPx).toBe(0);
}

test('twenty members are four rows with intervals, and each opens to its members', async ({ page }) => {
  await openAndTrain(page, '?preset=study');
  const rows = page.getByTestId('results').locator('tbody tr');
  await expect(rows).toHaveCount(4);
  const scale = page.locator('tr[data-normalization="scale"]');
  await expect(scale.locator('[data-column="test-accuracy"]')).toHaveText(/^0\.\d{4}± 0\.\d{4}$/);
  const opener = scale.getByRole('button', { name: /^scale\b.*5 members/ });
  await opener.click();
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  await expect(rows).toHaveCount(9);
  await expect(page.getByRole('row', { name: 'scale, seed 3' })).toContainText(/finished.*0\.001.*0\.\d{4}/);
  await expectAccessible(page);
  await expectNoHorizontalScroll(page);
});

test('a legend entry brings out its series and its members, by keyboard, pointer and for good', async ({ page }) => {
  await openAndTrain(page, '?preset=study');
  const chart = page.getByTestId('chart-accuracy');
  const members = chart.locator('.members.is-focused');
  await expect(members).toHaveCount(0);
  const entry = page.getByRole('button', { name: 'center', exact: true });
  await entry.focus();
  // Five members, each with a training and a validation curve.
  await expect(members).toHaveCount(10);
  await entry.blur();
  await expect(members).toHaveCount(0);
  await entry.click();
  await page.getByTestId('train-start').focus();
  await page.mouse.move(0, 0);
  await expect(entry).toHaveAttribute('aria-pressed', 'true');
  await expect(members).toHaveCount(10);

  // The pointer over another curve goes before what was pressed.
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.series-0:not(.members) path').last().hover({ force: true });
  await expect(chart.locator('.members.series-0.is-focused')).toHaveCount(10);
});

test('eleven learning rates are named at their curves, and those that diverged are said', async ({ page }) => {
  await openAndTrain(page, '?preset=learning-rates');
  await expect(page.getByTestId('results').locator('tbody tr')).toHaveCount(11);
  for (const rate of ['10⁻⁵', '3.16\u00a0×\u00a010⁻⁴', '0.1']) {
    await expect(page.getByTestId('chart-loss').getByText(rate, { exact: true })).toBeVisible();
  }
  await expect(page.getByTestId('results')).toContainText('diverged in epoch 1');
  await expect(page.getByLabel('training', { exact: true })).not.toBeChecked();
  await expectAccessible(page);
});

test('callbacks show: rates that fall, members that stop, in table, chart and words', async ({ page }) => {
  await openAndTrain(page, '?preset=plateau&early-stopping&stopping-patience=4&seeds=2&train-examples=128');
  const reducing = page.getByRole('row', { name: /^standardize ReduceLROnPlateau/ });
  await expect(reducing.locator('[data-column="learning-rate"]')).toContainText(/reductions?/);
  await expect(page.getByTestId('results')).toContainText(/\d stopped early/);
  await expect(page.getByTestId('chart-learning-rate').getByRole('img', { name: 'Learning rate' })).toBeVisible();
  await expect(page.getByTestId('chart-learning-rate')).toContainText(/Reduced: standardize · ReduceLROnPlateau/);
  await expect(page.getByTestId('run-news')).toContainText(/^After epoch \d+: /);
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 800 });
  await expectNoHorizontalScroll(page);
});

test('switching a callback off disables its fields and gives them back their values', async ({ page }) => {
  await page.goto('./?preset=quick&early-stopping=on&stopping-patience=9');
  const stopping = page.getByRole('group', { name: 'EarlyStopping', exact: true });
  await expect(stopping.getByLabel('Patience')).toHaveValue('9');
  await stopping.getByLabel('Stop early').selectOption('off');
  await expect(stopping.getByLabel('Patience')).toBeDisabled();
  await expect(stopping.getByLabel('Patience')).toHaveValue('3');
  expect(new URL(page.url()).search).toBe('?preset=quick');
  await expect(page.getByTestId('train-start')).toBeEnabled();
});

test('every preset says what it answers, and a long one how long it takes on a software adapter', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByRole('radio', { name: 'quick' })).toBeChecked();
  await expect(page.getByTestId('run-news')).toBeEmpty();
  await page.getByRole('radio', { name: 'study' }).check();
  await expect(page.getByText('20 members × 10 epochs')).toBeVisible();
  await expect(page.getByTestId('run-news')).toContainText('about 1 h 32 min on a software adapter with two cores');
  expect(new URL(page.url()).search).toBe('?preset=study');
});
