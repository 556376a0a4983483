import { expect, it, vi } from 'vitest';

it('prints, as an example, validation loss, accuracy and learning rate after each epoch', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('../../examples/printValidation');
  const lines = print.mock.calls.map(([line]) => String(line));
  print.mockRestore();
  expect(lines).toHaveLength(12);
  for (const [index, line] of lines.entries()) {
    expect(line).toMatch(
      new RegExp(`^Epoch ${index + 1}: val_loss \\d\\.\\d{4}, val_accuracy 0\\.\\d{4}, learning rate 0\\.\\d+$`),
    );
  }
  const rates = lines.map((line) => Number(line.split(' ').at(-1)));
  expect(rates[0]).toBe(0.01);
  expect(rates.at(-1)).toBeLessThan(0.01);
  // Importing tfjs and the library takes seconds on a busy machine.
});
