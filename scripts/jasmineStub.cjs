// Stands in for jasmine-core, which tfjs-core's own op tests load only to set a time-out: Vitest runs them.
module.exports = { core: () => ({}) };
