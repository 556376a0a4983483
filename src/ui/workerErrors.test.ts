import { describe, expect, it } from 'vitest';
import { WeftError } from '../errors';
import { decodeError, encodeError } from './workerErrors';

describe('encodeError', () => {
  it('keeps the code, message and stack of a WeftError through a structured clone', () => {
    const error = new WeftError('device-lost', 'The device was lost; train again.');
    const decoded = decodeError(structuredClone(encodeError(error)));
    expect(decoded).toBeInstanceOf(WeftError);
    expect(decoded.code).toBe('device-lost');
    expect(decoded.message).toBe('The device was lost; train again.');
    expect(decoded.stack).toBe(error.stack);
  });

  it('keeps the option that is refused', () => {
    const error = new WeftError('bad-option', 'Option epochs is "0"; it must be more.', { option: 'epochs' });
    expect(decodeError(structuredClone(encodeError(error))).option).toBe('epochs');
    expect(encodeError(encodeError(error)).option).toBe('epochs');
    expect(decodeError(encodeError(new WeftError('device-lost', 'Lost.'))).option).toBeUndefined();
  });

  it('takes errors that already are plain data as they are', () => {
    expect(encodeError({ code: 'no-adapter', message: 'None.' })).toEqual({ code: 'no-adapter', message: 'None.' });
  });

  it('calls anything else thrown a failed run', () => {
    expect(encodeError(new TypeError('x is undefined'))).toMatchObject({
      code: 'run-failed',
      message: 'x is undefined',
    });
    expect(encodeError('out of patience')).toEqual({ code: 'run-failed', message: 'out of patience' });
    expect(encodeError(null)).toEqual({ code: 'run-failed', message: 'null' });
  });
});
