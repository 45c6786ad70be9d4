import { pressureOf } from './server-load.js';

describe('pressureOf', () => {
  it('knows nothing of a counter that the server has not', () => {
    expect(pressureOf([{ Variable_name: 'Threads_running', Value: '3' }])).toEqual({
      maxThreadsRunning: { name: 'Threads_running', value: 3 },
    });
  });

  it('reads both, however the server writes their names', () => {
    const rows = [
      { Variable_name: 'INNODB_HISTORY_LIST_LENGTH', Value: '17' },
      { Variable_name: 'Threads_running', Value: '3' },
    ];
    expect(pressureOf(rows)).toEqual({
      maxThreadsRunning: { name: 'Threads_running', value: 3 },
      maxHistoryListLength: { name: 'Innodb_history_list_length', value: 17 },
    });
  });
});
