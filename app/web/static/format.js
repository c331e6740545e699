// Values as people read them.

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const COUNTRY = new Intl.DisplayNames("en", { type: "region" });
const utc = (iso) => new Date(iso.length > 10 ? `${iso.slice(0, 19)}Z` : `${iso}T00:00:00Z`);

export const day = (iso) => (iso ? DAY.format(utc(iso)) : "");
export const month = (value) => MONTH.format(utc(`${value}-01`));

export function moment(iso) {
  return iso ? new Date(iso).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }) : "";
}

export function country(code) {
  try {
    return COUNTRY.of(code);
  } catch {
    return code;
  }
}

/** "2 Feb 2024, 18:00–24:00", as exact as the time is. */
export function when(time) {
  if (!time || !(time.start || time.end)) return "time unknown";
  if (!time.start) return `before ${day(time.end)}`;
  if (!time.end) return `since ${day(time.start)}`;
  if (["minute", "hour", "part_of_day"].includes(time.precision)) {
    const end = time.end.slice(11, 16);
    return `${day(time.start)}, ${time.start.slice(11, 16)}–${end === "00:00" ? "24:00" : end}`;
  }
  if (time.precision === "day") return day(time.start);
  if (time.precision === "month") return month(time.start.slice(0, 7));
  if (time.precision === "year") return time.start.slice(0, 4);
  const last = new Date(utc(time.end).getTime() - 1000);
  return `${day(time.start)} – ${DAY.format(last)}`;
}

export const PRECISION = {
  point: "exact place",
  city: "town",
  admin1: "province",
  country: "country only",
  region: "region only",
};

export function where(place) {
  const parts = [place.name];
  if (place.admin1 && place.admin1 !== place.name && place.precision !== "country") parts.push(place.admin1);
  if (place.country && place.country !== place.name) parts.push(place.country);
  return parts.join(", ");
}

/** "16", "at least 16", "up to 16", "16–20". */
export function figure({ low, high, approximate }) {
  const about = approximate ? "about " : "";
  if (low === null && high === null) return "an unknown number";
  if (low === high) return `${about}${number(low)}`;
  if (high === null) return `at least ${number(low)}`;
  if (low === null) return `up to ${number(high)}`;
  return `${number(low)}–${number(high)}`;
}

/** "14 killed (12–15)": the number to quote, and the bounds where they differ. */
export function toll(effect, bounds) {
  if (bounds.best === null) return `${figure(bounds)} ${effect}`;
  return `${number(bounds.best)} ${effect}${bounds.low === bounds.high ? "" : ` (${figure(bounds)})`}`;
}

export const number = (n) => n.toLocaleString("en");
export const words = (code) => code.replaceAll("_", " ");
export const percent = (share) => `${Math.round(share * 100)} %`;
export const plural = (n, one, several = `${one}s`) => `${number(n)} ${n === 1 ? one : several}`;
