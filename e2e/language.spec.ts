import type { Page } from 'playwright/test';
import { expectAccessible } from './accessibility';
import { expect, test } from './fixtures';
import { replayTraining } from './replay';

test.beforeEach(({ context }) => replayTraining(context));

const LONG_RUN = '?normalizations=raw,scale&epochs=300&seeds=2';

async function expectHtmlLanguage(page: Page, language: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', language);
}

async function expectNoHorizontalScroll(page: Page): Promise<void> {
  const overflowPx = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflowPx).toBe(0);
}

test('the language switches in mid-run, everywhere at once, and the run goes on', async ({ page }) => {
  await page.goto(`./${LONG_RUN}`);
  await expectHtmlLanguage(page, 'en');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('phase-message')).toHaveText(/^Training, epoch \d+ of 300$/);
  const scale = page.locator('tr[data-normalization="scale"]');
  await expect(scale.locator('[data-column="val-accuracy"]')).toHaveText(/^0\.\d{4}/);

  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  await page.getByRole('radio', { name: 'Español' }).check();
  await expectHtmlLanguage(page, 'es');
  await expect(page.getByTestId('run-status')).toHaveText('en marcha');
  await expect(page.getByTestId('phase-message')).toHaveText(/^Entrenando, época \d+ de 300$/);
  await expect(page.getByTestId('train-stop')).toHaveText('Detener');
  await expect(page.getByRole('heading', { name: 'Resultados' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Opciones' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Exactitud en test' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Tabla de resultados' })).toBeVisible();
  await expect(page.getByLabel('Épocas', { exact: true })).toHaveValue('300');
  await expect(scale.locator('[data-column="val-accuracy"]')).toHaveText(/^0,\d{4}/);
  await expect(scale).toContainText('2 entrenando');
  await expect(page).toHaveTitle(/^\d+\s% · Weft$/);
  expect(new URL(page.url()).searchParams.get('language')).toBe('es');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'English' }).check();
  await expectHtmlLanguage(page, 'en');
  await expect(page.getByTestId('run-status')).toHaveText('running');
  await page.getByTestId('train-stop').click();
  await expect(page.getByTestId('run-status')).toHaveText('stopped', { timeout: 30_000 });
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  expect(new URL(page.url()).searchParams.has('language')).toBe(false);
});

test('the choice is remembered, and the address goes before it', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('radio', { name: 'Español' }).check();
  await page.goto('./?epochs=2');
  await expectHtmlLanguage(page, 'es');
  await expect(page.getByTestId('train-start')).toHaveText('Entrenar');
  await page.goto('./?language=en');
  await expectHtmlLanguage(page, 'en');
  await page.getByTestId('view-report').click();
  expect(new URL(page.url()).search).toBe('?view=report&language=en');
});

test.describe('in a browser that speaks Spanish', () => {
  test.use({ locale: 'es-MX' });

  test('every view is Spanish from the start, fits its window, and is accessible', async ({ page }) => {
    await page.goto('./?preset=plateau&early-stopping=compare&seeds=2');
    await expectHtmlLanguage(page, 'es');
    await page.getByTestId('train-start').click();
    await expect(page.getByTestId('run-status')).toHaveText('terminada', { timeout: 30_000 });
    await expect(page.getByTestId('phase-message')).toHaveText('Entrenado, validado y evaluado');
    for (const view of ['train', 'kernels', 'report']) {
      await page.getByTestId(`view-${view}`).click();
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNoHorizontalScroll(page);
      }
      await expectAccessible(page);
    }
    await expect(page.getByTestId('report')).toHaveAttribute('lang', 'es');
  });

  test('refusals are Spanish: of options, addresses, datasets and files', async ({ page }) => {
    await page.goto('./?epochs=0');
    const refusal = 'La opción epochs es "0"; debe ser un número entero de 1 a 1000.';
    await expect(page.getByTestId('options-error')).toContainText(refusal);
    await page.getByLabel('Épocas', { exact: true }).fill('0');
    await expect(page.getByTestId('error-epochs')).toHaveText(refusal);

    await page.getByTestId('view-report').click();
    await page
      .getByTestId('report-open')
      .setInputFiles({ name: 'cut.json', mimeType: 'application/json', buffer: Buffer.from('{"schema":') });
    await expect(page.getByTestId('report-error')).toHaveText(
      'El archivo cut.json no es JSON completo; debe ser un archivo de ejecución, como los que escribe train con --json.',
    );
  });
});

test.describe('without WebGPU', () => {
  test.use({ locale: 'es-ES' });

  test('the page says in Spanish what to do', async ({ page }) => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Navigator.prototype, 'gpu');
    });
    await page.goto('./');
    await expect(page.getByTestId('no-webgpu')).toContainText('Weft necesita WebGPU, y este navegador no lo tiene');
    await expect(page.getByTestId('no-webgpu')).toContainText('Usa Chrome o Edge 127 o posterior');
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 640 });
    await expectNoHorizontalScroll(page);
  });
});
