// The map: country borders, places as markers that show how exact they are, clusters where there are many.

import { address, el, link } from "./dom.js";
import { PRECISION, when, where } from "./format.js";

const EXACT = ["point", "city"];
/** Degrees: what lies south of it is drawn to the edge of the world, for the map ends before the pole. */
const SOUTH = -84;
const WORLD = [[-85.06, -1000], [85.06, 1000]];
let borders = null;

/** A ring whose line does not jump around the world where it crosses the antimeridian. */
function unwrapped(points) {
  let shift = 0;
  return points.map(([x, y], n) => {
    const step = n ? x - points[n - 1][0] : 0;
    if (Math.abs(step) > 180 && y > SOUTH) shift -= 360 * Math.sign(step);
    return [x + shift, y];
  });
}

/** Country borders as GeoJSON, made from arcs that neighbours share. */
async function countries() {
  borders ??= fetch(address("/pages/own/borders.json")).then((answer) => answer.json());
  borders.catch(() => (borders = null));
  const { arcs, countries: listed, scale } = await borders;
  const lines = arcs.map((flat) => {
    let [x, y] = [0, 0];
    const points = [];
    for (let n = 0; n < flat.length; n += 2) points.push([(x += flat[n]) / scale, (y += flat[n + 1]) / scale]);
    return points.map(([longitude, latitude]) => [longitude, latitude < SOUTH ? -90 : latitude]);
  });
  const ring = (numbers) =>
    unwrapped(
      numbers.flatMap((n, k) => {
        const line = n < 0 ? lines[~n].toReversed() : lines[n];
        return k ? line.slice(1) : line;
      }),
    );
  const features = listed.map(([name, polygons]) => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(ring)) },
  }));
  return { type: "FeatureCollection", features };
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  return { land: style.getPropertyValue("--land").trim(), border: style.getPropertyValue("--border").trim() };
}

/** A map in an element, with the borders as its ground. */
export function makeMap(place, { at = "", label = "Map" } = {}) {
  const { L } = globalThis;
  const map = L.map(place, {
    worldCopyJump: true, maxBounds: WORLD, maxBoundsViscosity: 1, minZoom: 1, maxZoom: 14, zoomSnap: 0.5, attributionControl: false,
    fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  const [latitude, longitude, zoom] = at.split(",").map(Number);
  map.setView(at && Number.isFinite(zoom) ? [latitude, longitude] : [22, 20], at ? zoom || 2 : 2);
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", label);
  L.control.scale({ imperial: false }).addTo(map);
  const ground = L.geoJSON(null, {
    renderer: L.canvas({ padding: 0.3 }),
    interactive: false,
    style: () => ({ fillColor: colours().land, fillOpacity: 1, color: colours().border, weight: 1 }),
  }).addTo(map);
  countries().then((found) => ground.addData(found), () => {}); // without borders the map still has its places
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const recolour = () => ground.setStyle({ fillColor: colours().land, color: colours().border });
  dark.addEventListener("change", recolour);
  map.on("unload", () => dark.removeEventListener("change", recolour));
  return map;
}

const pointed = (place) => place.latitude !== null && place.latitude !== undefined;

function icon(thing, place, main, colour) {
  const { L } = globalThis;
  const shape = EXACT.includes(place.precision) ? "exact" : place.precision ?? "region";
  const size = { exact: 14, admin1: 22, country: 26, region: 26 }[shape];
  return L.divIcon({
    className: `pin pin-${shape} c${colour}${main ? "" : " pin-other"}${thing.about ? " pin-about" : ""}${thing.unsure ? " pin-unsure" : ""}`,
    iconSize: [size, size],
  });
}

/** A button over the map, which gets the part of the world that is seen. */
export function areaButton(map, text, searched) {
  const { L } = globalThis;
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => {
    const button = el("button", { type: "button", class: "area", onclick: () => searched(map.getBounds()) }, text);
    L.DomEvent.disableClickPropagation(button);
    return button;
  };
  control.addTo(map);
}

/** What the shapes of the markers say. */
export const mapKey = () =>
  el("ul", { class: "map-key", "aria-label": "Markers" },
    [["exact", "town or exact place"], ["admin1", "province"], ["country", "country or region"], ["about", "what a statement is about"]].map(([shape, text]) =>
      el("li", {}, el("span", { class: `pin pin-${shape} c7`, "aria-hidden": "true" }), text)));

/** Markers of events or incidents in clusters. `things` have `id, title, kind, colour, places, about, time, href`. */
export class Pins {
  constructor(map, chosen) {
    const { L } = globalThis;
    this.map = map;
    this.chosen = chosen;
    this.markers = new Map();
    this.clusters = L.markerClusterGroup({
      chunkedLoading: false, showCoverageOnHover: false, maxClusterRadius: 46, animate: false, spiderfyOnMaxZoom: true,
      iconCreateFunction: (cluster) => {
        const n = cluster.getChildCount();
        const size = n < 10 ? 30 : n < 100 ? 36 : n < 1000 ? 44 : 52;
        const shown = el("span", {}, String(n));
        return L.divIcon({ html: shown, className: "cluster", iconSize: [size, size] });
      },
    }).addTo(map);
    this.several = L.layerGroup().addTo(map);
  }

  show(things) {
    const { L } = globalThis;
    this.clusters.clearLayers();
    this.several.clearLayers();
    this.map.closePopup();
    this.markers.clear();
    const made = [];
    for (const thing of things) {
      const place = thing.places.find(pointed);
      if (!place) continue;
      const marker = L.marker([place.latitude, place.longitude], {
        icon: icon(thing, place, true, thing.colour),
        title: `${thing.title} (${thing.about ? "about: " : ""}${PRECISION[place.precision] ?? "place"})`,
        alt: `${thing.kind}: ${thing.title}`,
        keyboard: true,
      });
      marker.on("click", () => this.chosen(thing.id, true));
      this.markers.set(thing.id, { marker, thing });
      made.push(marker);
    }
    this.clusters.addLayers(made);
    return made.length;
  }

  popup(thing, place) {
    return el(
      "div",
      { class: "popup" },
      el("strong", { dir: "auto" }, thing.title),
      el("p", {}, `${when(thing.time)} · ${thing.about ? "about " : ""}${where(place)} (${PRECISION[place.precision] ?? "place"})`),
      link(thing.href, {}, thing.open),
    );
  }

  /** Show all places of one thing, also of one within a cluster: the others of its places joined to the main one. */
  select(id, { move = true } = {}) {
    const { L } = globalThis;
    this.several.clearLayers();
    const found = this.markers.get(id);
    if (!found) return;
    const { marker, thing } = found;
    const places = thing.places.filter(pointed);
    const points = places.map((place) => [place.latitude, place.longitude]);
    const alone = this.clusters.getVisibleParent(marker) === marker;
    L.circleMarker(points[0], { radius: alone ? 16 : 28, className: "halo", interactive: false }).addTo(this.several);
    for (const [n, place] of places.entries()) {
      if (!n) continue;
      L.polyline([points[0], points[n]], { className: "between", interactive: false }).addTo(this.several);
      L.marker(points[n], { icon: icon(thing, place, false, thing.colour), title: where(place), keyboard: false })
        .addTo(this.several);
    }
    const all = L.latLngBounds(points);
    if (move && !this.map.getBounds().pad(-0.1).contains(all)) this.map.fitBounds(all.pad(0.2), { maxZoom: Math.max(this.map.getZoom(), 4) });
    L.popup({ maxWidth: 300, autoPanPadding: [12, 12], offset: [0, alone ? -4 : -16] }).setLatLng(points[0])
      .setContent(this.popup(thing, places[0])).openOn(this.map);
  }

  fit() {
    const bounds = this.clusters.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.15), { maxZoom: 7, animate: false });
  }
}

/** A small map of some places. */
export function placeMap(places, colour) {
  const box = el("div", { class: "small-map" });
  const known = places.filter(pointed);
  if (!known.length) return el("p", { class: "muted" }, "No place with a point.");
  requestAnimationFrame(() => {
    const { L } = globalThis;
    const map = makeMap(box, { label: "Map of its places" });
    for (const [n, place] of known.entries()) {
      L.marker([place.latitude, place.longitude], { icon: icon({}, place, n === 0, colour), title: where(place), alt: where(place) })
        .addTo(map);
    }
    const zoom = EXACT.includes(known[0].precision) ? 6 : 4;
    map.fitBounds(L.latLngBounds(known.map((p) => [p.latitude, p.longitude])).pad(0.3), { maxZoom: zoom, animate: false });
  });
  return box;
}
