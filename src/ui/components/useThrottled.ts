import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { throttled } from '../throttle';

/** The value of a signal, at most once in `intervalMs`, while the component is shown. */
export function useThrottled<T>(source: ReadonlySignal<T>, intervalMs: number): T {
  const { follower, dispose } = useMemo(() => throttled(source, intervalMs), [source, intervalMs]);
  useEffect(() => dispose, [dispose]);
  return follower.value;
}
