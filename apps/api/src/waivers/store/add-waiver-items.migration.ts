import { addColumn } from '../../store/add-column.js';

/**
 * What a waiver was given for, as JSON. One of an earlier release has NULL, because nobody knows what its giver saw: it goes on for what
 * its subject names by itself, and what stands behind a subject of several things is open again.
 */
export const addWaiverItems = addColumn('AddWaiverItems1764300600000', 'waivers', 'items', 'mediumtext NULL');
