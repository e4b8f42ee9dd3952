// ical.js: every occurrence of the events of a file, rules worked out. Arguments: the file.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().replace('.000Z', 'Z'));
const events = [];
const add = (component, event, start, end) => events.push({
  uid: event.uid, start: moment(start), end: moment(end), title: event.summary,
  status: component.getFirstPropertyValue('status'),
});
for (const component of calendar.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component);
  if (!event.isRecurring()) add(component, event, event.startDate, event.endDate);
  const steps = event.isRecurring() ? event.iterator() : { next: () => null };
  for (let at = steps.next(); at; at = steps.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(at);
    add(component, event, startDate, endDate);
  }
}
process.stdout.write(JSON.stringify({ events, components: calendar.getAllSubcomponents('vevent').length }));
