// The whole of our behaviour, for pages that also have clocks, codes to copy and a live list.
import "./manners.js";
import "./copy.js";
import "./clock.js";
import "./live.js";
