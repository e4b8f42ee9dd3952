// ical.js: the events of a file. Arguments: the file.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().replace('.000Z', 'Z'));
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid, start: moment(event.startDate), end: moment(event.endDate), title: event.summary,
    status: component.getFirstPropertyValue('status'), place: event.location, text: event.description,
    sequence: event.sequence,
  };
});
process.stdout.write(JSON.stringify({ events }));
