import{require_dist2 as require_dist}from"./chunk-5Z637AK4.mjs";export default require_dist();
