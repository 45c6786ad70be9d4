// Tests provoke warnings and errors on purpose: printed, they would hide the ones that matter.
const { Logger } = require('@nestjs/common');

Logger.overrideLogger(false);
