import { setTimeout as pause } from 'node:timers/promises';
import { writeOnSource } from '../session.js';
import { atticDatabase, idsOfPartition, partitions } from '../tables.js';
import type { Action } from '../../../stage/stage.js';
import type { MariadbStage } from '../mariadb-stage.js';
import { standingIn } from '../../../actions/rows-replaced.js';

/** A partition changes places with an empty table for a moment: its rows go, with what differs among them, and come back. */
export const exchangePartition: Action<MariadbStage> = {
  name: 'exchange-partition',
  weight: 1,
  async run(stage) {
    const { lab, confirmations, random, oracle } = stage;
    if (!confirmations.isSettled('parts')) return null;
    const index = random.int(partitions.length);
    const { name } = partitions[index]!;
    const going = standingIn(stage, 'parts', idsOfPartition(index));
    const exchange = `ALTER TABLE parts EXCHANGE PARTITION ${name} WITH TABLE ${atticDatabase}.parts_out`;
    for (const each of going) each.ending(Date.now());
    try {
      await writeOnSource(lab, exchange);
    } catch (error) {
      for (const each of going) each.stillStands();
      throw error;
    }
    await confirmations.whenApplied(['parts'], (atMs) => {
      for (const each of going) each.ended(atMs);
    });
    await pause(random.int(1500));
    const coming = going.map((each) => oracle.truth.begin('parts', each.key, each.what, Date.now()));
    await writeOnSource(lab, exchange);
    await confirmations.whenApplied(['parts'], (atMs) => {
      for (const each of coming) each.begun(atMs);
    });
    return `parts, ${name}, with ${going.length} rows that differ`;
  },
};
