// sync/central/web/src/alarms.ts - what the office should look at before anything else.
import type {Alarm, Backup} from "./api.ts";
import {element} from "./dom.ts";
import type {TextKey, Words} from "./texts.ts";
import {local} from "./time.ts";

interface Kind {
  name: TextKey;
  note: TextKey; // what it means
  ofCentral?: true; // it is about no kiosk
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["cloned", {name: "alarm.cloned", note: "alarm.cloned.note"}],
  ["put-back", {name: "alarm.put-back", note: "alarm.put-back.note"}],
  ["restored", {name: "alarm.restored", note: "alarm.restored.note", ofCentral: true}],
  ["published-twice",
    {name: "alarm.published-twice", note: "alarm.published-twice.note", ofCentral: true}],
  ["old-key", {name: "alarm.old-key", note: "alarm.old-key.note"}],
  ["flood", {name: "alarm.flood", note: "alarm.flood.note"}],
]);

const DEVICE_LETTERS = 8; // as `otmetka device list` names it

export interface ShownAlarm {
  name: TextKey;
  note: TextKey;
  box: string; // "" where it is about no kiosk
  since: number;
}

/** Those that we have words for, in central's order. */
export function shownAlarms(alarms: readonly Alarm[]): ShownAlarm[] {
  return alarms.flatMap((alarm) => {
    const kind = KINDS.get(alarm.kind);
    if (!kind) return [];
    const box = [alarm.name, alarm.venue, alarm.device.slice(0, DEVICE_LETTERS)].filter(Boolean);
    return [{name: kind.name, note: kind.note, box: kind.ofCentral ? "" : box.join(" · "),
      since: alarm.since}];
  });
}

export function drawAlarms(alarms: readonly Alarm[], zone: string, words: Words): HTMLElement[] {
  return shownAlarms(alarms).map((alarm) => {
    const since = local(alarm.since, zone);
    return element("section", {class: "card alarm", role: "alert"},
      element("h2", {}, words.text(alarm.name)),
      element("p", {}, words.text(alarm.note)),
      element("p", {class: "quiet"}, alarm.box ? `${alarm.box} · ` : null,
        `${words.shortDay(since)}, ${since.time}`));
  });
}

/** What whoever looks after central must not miss. */
export function drawBackupWarning(backup: Backup, zone: string, words: Words): HTMLElement[] {
  if (!backup.warning) return [];
  const when = backup.at === null ? "" : words.shortDay(local(backup.at, zone));
  const said = words.text(backup.warning === "none" ? "backup.none" : "backup.old", {when});
  return [element("p", {class: "warning", role: "status"}, said)];
}
