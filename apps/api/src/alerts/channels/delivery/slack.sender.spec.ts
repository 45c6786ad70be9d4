import { slackText } from './slack.sender.js';

it('calls nobody and links to nowhere, whatever a table is called', () => {
  const text = slackText('Table shop.@channel [log in](http://evil.example) <!here> @All of app@10.0.0.3 differs');
  expect(text).not.toMatch(/@channel|@all|\]\(|</i);
  expect(text).toContain('&lt;!here&gt;');
  expect(text).toContain('app@10.0.0.3 differs');
});
