//! What a user of generated types cannot write.
