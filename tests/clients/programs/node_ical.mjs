// node-ical: the events of a file. Arguments: the file.
import ical from 'node-ical';

const pad = (number) => String(number).padStart(2, '0');
const day = (at) => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
const read = ical.sync.parseFile(process.argv[2]);
const text = (value) => (value && typeof value === 'object' && 'val' in value ? value.val : value ?? null);
const events = Object.values(read).filter((c) => c.type === 'VEVENT').map((event) => {
  const moment = (at) => (event.datetype === 'date' ? day(at) : at.toISOString().replace('.000Z', 'Z'));
  return {
    uid: event.uid, start: moment(event.start), end: moment(event.end), title: text(event.summary),
    status: event.status, place: text(event.location), text: text(event.description),
  };
});
process.stdout.write(JSON.stringify({ events }));
