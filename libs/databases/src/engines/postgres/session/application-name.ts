/** By which the server tells our sessions from others of our account (`application_name`). */
export const applicationName = 'cutover';
