import { expect, it } from 'vitest';
import { adapterNotes } from './adapterNotes';

const TRAITS = {
  isSoftware: true,
  subgroupSize: 4,
  maxWorkgroupsPerDimension: 65_535,
  maxInvocationsPerWorkgroup: 256,
  maxWorkgroupBytes: 32_768,
};
const WITH_TIMESTAMPS = { features: new Set(['timestamp-query']) };

it('has nothing to say of an adapter that runs every variant and has timestamps', () => {
  expect(adapterNotes({ device: WITH_TIMESTAMPS, traits: TRAITS })).toEqual([]);
});

it('says what an adapter lacks, and what is left out for it', () => {
  const traits = { ...TRAITS, isSoftware: false, subgroupSize: 32, maxWorkgroupBytes: 256 };
  expect(adapterNotes({ device: { features: new Set() }, traits })).toEqual([
    'There are no GPU times: the adapter has no timestamps.',
    "Product variants of the family quad are left out: they need subgroups of 4, and the adapter's are 32.",
    expect.stringMatching(/^Product variants of the family tile .* 256 bytes of memory and 256 invocations\.$/),
  ]);
});
