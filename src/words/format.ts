/** What stands where there is no figure yet. */
export const NO_FIGURE = '–';

const wholeNumbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 12,345 */
export function formatCount(value: number): string {
  return wholeNumbers.format(value);
}

/** 0.8472; undefined is not known yet, null and NaN were not finite. */
export function formatAccuracy(value: number | null | undefined): string {
  return formatFinite(value, (finite) => finite.toFixed(4));
}

/** Four decimals below 10, two below 10,000, then powers of ten: raw pixels reach losses in the thousands. */
export function formatLoss(value: number | null | undefined): string {
  return formatFinite(value, (finite) => {
    if (Math.abs(finite) < 10) {
      return finite.toFixed(4);
    }
    return Math.abs(finite) < 10_000 ? finite.toFixed(2) : finite.toExponential(2);
  });
}

/** With three figures: 0.001, 0.000125, 3.16e-7. */
export function formatLearningRate(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A speed, with three figures where it is small: 0.0123, 1.23, 12.3, 1,234. */
export function formatRate(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value) || value <= 0) {
    return NO_FIGURE;
  }
  return value < 100 ? value.toPrecision(3) : formatCount(value);
}

/** 8 s · 2 min 05 s · 1 h 12 min */
export function formatDuration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) {
    return NO_FIGURE;
  }
  const whole = Math.round(seconds);
  if (whole < 60) {
    return `${whole} s`;
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  }
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** "1 member", "4 members" */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function formatFinite(value: number | null | undefined, format: (finite: number) => string): string {
  if (value === undefined) {
    return NO_FIGURE;
  }
  return value !== null && Number.isFinite(value) ? format(value) : 'not finite';
}
