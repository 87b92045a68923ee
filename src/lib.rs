//! Swot.
