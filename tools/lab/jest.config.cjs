module.exports = { ...require('../../jest.preset.cjs'), displayName: 'lab', maxWorkers: 2 };
