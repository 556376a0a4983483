import { readFile } from 'node:fs/promises';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { doctorFileSchema } from '../src/cli/doctor/doctorFile';
import { judgeProof, type TrainingProof } from '../src/run/trainingProof';
import { runDoctor } from './trainProcess';

test('the doctor trains, and says last that it works', async () => {
  const json = test.info().outputPath('doctor.json');
  const { exitCode, stdout, stderr } = await runDoctor(['--runtime', 'dawn', '--json', json]);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^Training works on .*: three steps agree with float64/);
  const file = v.parse(doctorFileSchema, JSON.parse(await readFile(json, 'utf8')));
  expect(judgeProof(file.training as TrainingProof)).toBe('works');
  expect(file.adapter?.runtime).toBe('dawn');
});

test('the doctor says what to do where there is no driver, and ends with 1', async () => {
  const { exitCode, stdout } = await runDoctor(['--runtime', 'dawn'], { VK_ICD_FILENAMES: '/no/such/driver.json' });
  // A machine may have no loader either, which is said first.
  expect(stdout.trim().split('\n').at(-1)).toMatch(
    /^Training does not work here: (.*\/no\/such\/driver\.json.*; unset|there is no Vulkan loader)/,
  );
  expect(exitCode).toBe(1);
});

test('the doctor installs no browser where the one that is named is none', async () => {
  const { exitCode, stdout } = await runDoctor(['--language', 'es'], { WEFT_BROWSER: '/no/such/browser' });
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^Aquí no se puede entrenar: WEFT_BROWSER es "\/no\/such\/browser"/);
  expect(exitCode).toBe(1);
});
