import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { DroppedKernels } from './DroppedKernels';

const draw = (...labels: string[]) => renderToString(h(DroppedKernels, { labels }));

it('names each kernel that gave wrong results, and says nothing where none did', () => {
  expect(draw()).toBe('');
  expect(draw('weft.adam')).toContain(
    '<code>weft.adam</code> computed wrongly on this adapter before training, and another kernel does its work.',
  );
  expect(draw('weft.adam', 'weft.matmul.quad')).toContain(
    '<code>weft.adam</code>, <code>weft.matmul.quad</code> computed wrongly on this adapter before training, and other kernels',
  );
});
